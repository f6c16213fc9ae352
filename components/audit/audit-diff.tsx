import { VisuallyHidden } from '@mantine/core'
import classes from './audit.module.css'
import { diffFacts, type FieldChange, formatPath } from './diff-facts'

type Facts = Readonly<Record<string, unknown>>

const words: Record<FieldChange, string> = { added: 'set', removed: 'removed', changed: 'changed', same: 'unchanged' }

/** What a command changed, one field a row: what it was, what it is. */
export function AuditDiff({ before, after }: { before: Facts | null; after: Facts | null }) {
  const diffs = diffFacts(before, after)
  if (diffs.length === 0) return <p className={classes.quiet}>No fields were recorded.</p>
  // Where one side never existed a column of dashes would say nothing.
  const hasBefore = diffs.some((diff) => diff.before !== null)
  const hasAfter = diffs.some((diff) => diff.after !== null)
  return (
    <table className={classes.diff}>
      <caption>
        <VisuallyHidden>Fields, with their values before and after</VisuallyHidden>
      </caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          {hasBefore && <th scope="col">Before</th>}
          {hasAfter && <th scope="col">After</th>}
        </tr>
      </thead>
      <tbody>
        {diffs.map((diff) => (
          <tr key={JSON.stringify(diff.path)} className={diff.change === 'same' ? classes.quiet : undefined}>
            <th scope="row">
              {formatPath(diff.path)}
              <span className={classes.word}> {words[diff.change]}</span>
            </th>
            {hasBefore && (
              <td>{diff.before === null ? <Absent /> : diff.change === 'same' ? diff.before : <del>{diff.before}</del>}</td>
            )}
            {hasAfter && (
              <td>{diff.after === null ? <Absent /> : diff.change === 'same' ? diff.after : <ins>{diff.after}</ins>}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Absent() {
  return (
    <>
      <span aria-hidden>—</span>
      <VisuallyHidden>not recorded</VisuallyHidden>
    </>
  )
}
