'use client'

import { Anchor } from '@mantine/core'
import { Moment } from '@/components/settings/moment'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import type { ContractVersionView } from '@/lib/attribution/contract/loaders'
import classes from './contract.module.css'
import { ContractChanges } from './contract-changes'

/** Every version with what it changed, who published it and why, the newest first. */
export function VersionsSection({ versions, zone }: { versions: readonly ContractVersionView[]; zone: string }) {
  return (
    <Section title="Versions" note="A published version never changes. Findings are read by the one in force." flush>
      <ol className={classes.versions}>
        {versions.map((version, index) => (
          <li key={version.version} className={classes.version}>
            <div className={classes.row}>
              <strong>Version {version.version}</strong>
              {index === 0 && <StatusBadge label="In force" tone="active" />}
              <span className={classes.quiet}>
                {version.publishedAt === null ? (
                  'Came with Ascribe'
                ) : (
                  <>
                    {version.publishedBy} · <Moment at={version.publishedAt} zone={zone} relative="behind" />
                  </>
                )}
              </span>
              <Anchor inherit className={classes.json} href={`/api/v1/contract?version=${version.version}`}>
                JSON of version {version.version}
              </Anchor>
            </div>
            {version.note && <p>{version.note}</p>}
            {version.changes.length > 0 && (
              <details>
                <summary>
                  {version.changes.length === 1 ? '1 change' : `${version.changes.length} changes`} against version{' '}
                  {version.version - 1}
                </summary>
                <ContractChanges changes={version.changes} />
              </details>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
