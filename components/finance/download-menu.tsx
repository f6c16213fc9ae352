'use client'

import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import Link from 'next/link'
import { statementHref } from '@/lib/finance/statement/client'
import type { Statement } from '@/lib/finance/statement/schema'
import classes from './statement.module.css'

const formats = [
  { format: 'xlsx', label: 'Workbook (XLSX)' },
  { format: 'csv', label: 'Lines (CSV)' },
  { format: 'pdf', label: 'Statement (PDF)' },
  { format: 'journal', label: 'Journal (CSV)' },
] as const

/** The statement as files: whole, or for one cost centre. */
export function DownloadMenu({ statement, seesEverything }: { statement: Statement; seesEverything: boolean }) {
  const { month, view, version } = statement
  const centers = statement.lines.flatMap(({ level, code, name }) =>
    level === 'cost_center' && code !== null ? [{ code, name }] : [],
  )
  return (
    <Menu withinPortal={false} position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
          rightSection={<IconChevronDown size={13} stroke={1.75} aria-hidden />}
        >
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Label>{seesEverything ? 'The whole statement' : 'Your lines'}</Menu.Label>
        {formats.map(({ format, label }) => (
          <Menu.Item key={format} component="a" href={statementHref({ month, view, version }, format)} download>
            {label}
          </Menu.Item>
        ))}
        <Menu.Item component={Link} href={`/finance/exports?month=${month}`}>
          FOCUS file, or every event…
        </Menu.Item>
        {centers.length > 0 && <Menu.Label>PDF of one cost centre</Menu.Label>}
        {centers.map(({ code, name }) => (
          <Menu.Item key={code} component="a" href={statementHref({ month, view, version, costCenter: code }, 'pdf')} download>
            {name === code ? code : `${name} (${code})`}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
