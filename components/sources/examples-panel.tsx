'use client'

import { Tabs } from '@mantine/core'
import { CodeBlock } from '@/components/ui/code-block'
import { Section } from '@/components/ui/section'
import type { Example } from '@/lib/sources/examples'
import classes from './sources.module.css'

/** Ways to send, filled in, to be copied. */
export function ExamplesPanel({ title, note, examples }: { title: string; note: string; examples: readonly Example[] }) {
  return (
    <Section title={title} note={note}>
      <ExampleTabs examples={examples} />
    </Section>
  )
}

/** The same without a panel around it; nothing where there are none. */
export function ExampleTabs({ examples }: { examples: readonly Example[] }) {
  if (examples.length === 0) return null
  return (
    <Tabs defaultValue={examples[0]?.key} keepMounted={false}>
      <Tabs.List aria-label="Ways to send">
        {examples.map(({ key, title: name }) => (
          <Tabs.Tab key={key} value={key}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {examples.map(({ key, detail, label, code }) => (
        <Tabs.Panel key={key} value={key} pt="sm">
          <p className={classes.remark}>{detail}</p>
          <CodeBlock label={label} code={code} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
