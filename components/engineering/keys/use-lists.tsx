import { requestsHref } from '@/components/spend/spend-href'
import { valueText } from '@/components/spend/value-text'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import type { KeyUse, KeyUseReport } from '@/lib/engineering/keys/schema'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import classes from './keys.module.css'

const lists = [
  { name: 'environment', title: 'Environments', of: (report: KeyUseReport) => report.environments },
  { name: 'model', title: 'Models', of: (report: KeyUseReport) => report.models },
  { name: 'team', title: 'Teams', of: (report: KeyUseReport) => report.teams },
] as const

const mostListed = 12

/** With what a key was used, what costs most first; each leads to its requests. */
export function UseLists({ report }: { report: KeyUseReport }) {
  return (
    <div className={classes.lists}>
      {lists.map(({ name, title, of }) => {
        const uses = of(report)
        return (
          <div key={name}>
            <h3 className={classes.listTitle}>{title}</h3>
            <ul className={classes.list}>
              {uses.slice(0, mostListed).map((use) => (
                <UseLine key={use.value ?? noneValue} use={use} name={name} report={report} />
              ))}
            </ul>
            {uses.length > mostListed && <p className={classes.remark}>and {uses.length - mostListed} more</p>}
          </div>
        )
      })}
    </div>
  )
}

function UseLine({ use, name, report }: { use: KeyUse; name: 'environment' | 'model' | 'team'; report: KeyUseReport }) {
  const { from, to, key } = report
  const filters = { api_key: [key ?? noneValue], [name]: [use.value ?? noneValue] }
  return (
    <li className={classes.line}>
      <span className={classes.use}>
        <TextLink href={requestsHref({ from, to, filters })}>{valueText(name, use.value, report)}</TextLink>
        {use.is_new && <StatusBadge tone="active" label="new" />}
      </span>
      <span className={classes.figures}>
        <Money amount={use.cost_usd} atLeast={use.is_at_least} />
        <span className={classes.count}>{formatCount(use.requests)} requests</span>
      </span>
    </li>
  )
}
