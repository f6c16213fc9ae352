import type { ContractChange } from '@/lib/attribution/contract/compare-contracts'
import classes from './contract.module.css'

/** What a version changes, fact by fact, as it was and as it is. */
export function ContractChanges({ changes }: { changes: readonly ContractChange[] }) {
  return (
    <ul className={classes.changes}>
      {changes.map(({ area, name, before, after }) => (
        <li key={`${area} ${name}`} className={classes.change}>
          <span className={classes.quiet}>{area}</span> <code>{name}</code>
          <div>
            {before === null ? (
              <>
                Added: <ins>{after}</ins>
              </>
            ) : after === null ? (
              <>
                Removed: <del>{before}</del>
              </>
            ) : (
              <>
                <del>{before}</del> → <ins>{after}</ins>
              </>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
