import classes from './code-block.module.css'
import { CopyButton } from './copy-button'

export interface CodeBlockProps {
  code: string
  /** What it is: "Environment", "curl". Also names the copy button and the scroll region. */
  label: string
  /** Break long lines instead of scrolling: for tokens. */
  wrap?: boolean
}

/** Text to take elsewhere, as it stands, with a button that copies it. */
export function CodeBlock({ code, label, wrap = false }: CodeBlockProps) {
  return (
    <div className={classes.frame}>
      <div className={classes.header}>
        <span>{label}</span>
        <CopyButton text={code} what={label} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label={label} tabIndex={0} className={`${classes.code} ${wrap ? classes.wrap : ''}`}>
        <pre style={{ margin: 0, font: 'inherit', whiteSpace: 'inherit' }}>
          <code style={{ font: 'inherit' }}>{code}</code>
        </pre>
      </section>
    </div>
  )
}
