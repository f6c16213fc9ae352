import type { ActionResult } from '@/lib/http/act'
import { assignFindingsAction, moveFindingsAction } from '@/lib/triage/actions'
import type { Finding } from '@/lib/triage/queries'
import { countFindings, refOf } from './finding-words'

/** Gives findings back to those who looked after them before. */
export function assignBack(findings: readonly Finding[]): Promise<string> {
  return takeBack(findings, describeAssignee, (alike) =>
    assignFindingsAction({ findings: alike.map(refOf), assignee: readAssignee(alike[0]) }),
  )
}

/** Says again of findings how far they were before. */
export function moveBack(findings: readonly Finding[]): Promise<string> {
  return takeBack(
    findings,
    ({ state }) => state,
    (alike) => moveFindingsAction({ findings: alike.map(refOf), state: readState(alike[0]) }),
  )
}

type Alike = readonly [Finding, ...Finding[]]

/** One act for those that were alike; stops at the first that is refused, and says why. */
async function takeBack(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
  act: (alike: Alike) => Promise<ActionResult<unknown>>,
): Promise<string> {
  const groups = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings) {
    const alike = groups.get(keyOf(finding))
    if (alike) alike.push(finding)
    else groups.set(keyOf(finding), [finding])
  }
  for (const alike of groups.values()) {
    const answer = await act(alike)
    if (!answer.ok) return answer.message
  }
  return `Undone: ${countFindings(findings.length)} as before.`
}

const describeAssignee = (finding: Finding) => JSON.stringify(readAssignee(finding))

/** As the command takes it; null for whom the lane's routing names. */
function readAssignee({ isAssigned, assignee }: Finding) {
  if (!isAssigned) return null
  if (assignee.kind === 'desk') return { desk: assignee.desk }
  return assignee.kind === 'team' ? { team: assignee.slug } : { user_id: assignee.id }
}

const readState = ({ state }: Finding) => (state === 'in_progress' || state === 'waiting' ? state : 'open')
