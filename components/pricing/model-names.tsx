import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import type { ModelPageData } from '@/lib/pricing/loaders'
import classes from './pricing.module.css'

/** Every name that means the model, by how it is compared. */
export function ModelNames({ model, aliases }: Pick<ModelPageData, 'model' | 'aliases'>) {
  return (
    <Section title="Names" note="What sources may call it. Capitals and spaces around a name do not matter.">
      <ul className={classes.names}>
        <li>
          <StatusBadge label={model} />
        </li>
        {aliases.map(({ kind, pattern }) => (
          <li key={`${kind} ${pattern}`}>
            <StatusBadge label={kind === 'exact' ? pattern : `${kindWords[kind] ?? kind} ${pattern}`} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

const kindWords: Readonly<Record<string, string>> = {
  regex: 'pattern',
  family: 'version of',
  prefix: 'begins with',
  suffix: 'ends with',
  contains: 'contains',
}
