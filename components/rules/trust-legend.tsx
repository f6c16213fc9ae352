import { Section } from '@/components/ui/section'
import classes from './rules.module.css'

const levels = [
  { name: 'Decision', detail: 'of triage or of a dispute, the latest first' },
  { name: 'Rule', detail: 'from this list, in its order' },
  { name: 'Provider key', detail: 'mapped to one team; a shared key never decides' },
  { name: 'Authenticated key', detail: 'the team of the key that usage was sent with' },
  { name: 'Trusted metadata', detail: 'what the gateway puts on the call' },
  { name: 'Tag or user string', detail: 'what the caller says' },
  { name: 'Service mapping', detail: 'the team that runs the service' },
  { name: 'Project mapping', detail: 'the team of the project' },
  { name: 'Nobody', detail: 'and triage says why' },
] as const

/** The order in which the levels of trust are asked, so that one sees where rules stand among them. */
export function TrustLegend() {
  return (
    <Section title="Order of trust" note="The first level that names a team in use on the day decides.">
      <ol className={classes.trust}>
        {levels.map(({ name, detail }) => (
          <li key={name}>
            <strong>{name}</strong> <span className={classes.detail}>{detail}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
