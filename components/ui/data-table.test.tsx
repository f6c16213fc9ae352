import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { DataTable } from './data-table'
import { type Column, sortRows } from './data-table-columns'
import { writeCsv } from './data-table-csv'

interface Row {
  name: string
  cost: string | null
}

const columns: readonly Column<Row>[] = [
  { key: 'name', header: 'Team', value: (row) => row.name },
  { key: 'cost', header: 'Cost', kind: 'money', value: (row) => row.cost, unknownReason: 'no price' },
]
const rows: readonly Row[] = [
  { name: 'beta', cost: '9.5' },
  { name: 'alpha', cost: null },
  { name: 'gamma', cost: '10.25' },
  { name: 'delta', cost: '-3' },
]
const rowKey = (row: Row) => row.name
const names = () => screen.getAllByRole('rowheader').map((cell) => cell.textContent)

describe('DataTable', () => {
  it('sorts amounts by value and not by text, with unknown last in both directions, and says so to screen readers', async () => {
    renderInTheme(<DataTable caption="Spend" columns={columns} rows={rows} rowKey={rowKey} />)
    const header = screen.getByRole('columnheader', { name: 'Cost' })
    expect(header.getAttribute('aria-sort')).toBe('none')
    await userEvent.click(within(header).getByRole('button'))
    expect(names()).toEqual(['gamma', 'beta', 'delta', 'alpha'])
    expect(header.getAttribute('aria-sort')).toBe('descending')
    await userEvent.click(within(header).getByRole('button'))
    expect(names()).toEqual(['delta', 'beta', 'gamma', 'alpha'])
    expect(header.getAttribute('aria-sort')).toBe('ascending')
  })

  it('tells apart amounts that are the same binary float', () => {
    const close = [
      { name: 'less', cost: '9007199254740993.01' },
      { name: 'more', cost: '9007199254740993.02' },
    ]
    const sorted = sortRows(close, columns, { column: 'cost', direction: 'descending' })
    expect(sorted.map(rowKey)).toEqual(['more', 'less'])
  })

  it('asks the owner for another order, and keeps the rows as given, where the order is controlled', async () => {
    const onSortChange = vi.fn()
    renderInTheme(
      <DataTable caption="Spend" columns={columns} rows={rows} rowKey={rowKey} sort={null} onSortChange={onSortChange} />,
    )
    await userEvent.click(screen.getByRole('button', { name: 'Team' }))
    expect(onSortChange).toHaveBeenCalledWith({ column: 'name', direction: 'ascending' })
    expect(names()).toEqual(['beta', 'alpha', 'gamma', 'delta'])
  })

  it('renders one page of ten thousand rows and walks to the next', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ name: `key-${index}`, cost: String(index) }))
    renderInTheme(
      <DataTable caption="Keys" columns={columns} rows={many} rowKey={rowKey} paging={{ mode: 'client', pageSize: 10 }} />,
    )
    expect(names()).toHaveLength(10)
    expect(screen.getByText('1–10 of 10,000')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Previous' }).hasAttribute('disabled')).toBe(true)
    await userEvent.click(screen.getByRole('button', { name: 'Next' }))
    expect(names()[0]).toBe('key-10')
    expect(screen.getByText('11–20 of 10,000')).toBeDefined()
  })

  it('shows the last page there is when filters leave fewer pages', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ name: `key-${index}`, cost: '1' }))
    const table = (shown: readonly Row[]) => (
      <DataTable caption="Keys" columns={columns} rows={shown} rowKey={rowKey} paging={{ mode: 'client', pageSize: 10 }} />
    )
    const { rerender } = renderInTheme(table(many))
    await userEvent.click(screen.getByRole('button', { name: 'Next' }))
    rerender(table(many.slice(0, 3)))
    expect(names()).toEqual(['key-0', 'key-1', 'key-2'])
  })

  it('offers only the directions that a cursor has', () => {
    const onNext = vi.fn()
    renderInTheme(
      <DataTable caption="Events" columns={columns} rows={rows} rowKey={rowKey} paging={{ mode: 'keyset', onNext }} />,
    )
    expect(screen.getByRole('button', { name: 'Previous' }).hasAttribute('disabled')).toBe(true)
    screen.getByRole('button', { name: 'Next' }).click()
    expect(onNext).toHaveBeenCalledOnce()
  })

  it('says that there is nothing, offers no CSV and no total', () => {
    renderInTheme(
      <DataTable
        caption="Spend"
        columns={columns}
        rows={[]}
        rowKey={rowKey}
        empty={{ title: 'No spend' }}
        totals={{ cost: '$0.00' }}
      />,
    )
    expect(screen.getByText('No spend')).toBeDefined()
    expect(screen.queryByRole('button', { name: /CSV/ })).toBeNull()
    expect(screen.queryByText('Total')).toBeNull()
  })

  it('names the failed request, keeps its header, and tries again', async () => {
    const onRetry = vi.fn()
    renderInTheme(
      <DataTable
        caption="Spend"
        columns={columns}
        rows={[]}
        rowKey={rowKey}
        error={{ message: 'Could not be read', requestId: 'req_9', onRetry }}
      />,
    )
    expect(screen.getByRole('alert').textContent).toContain('req_9')
    expect(screen.getByRole('columnheader', { name: 'Team' })).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(onRetry).toHaveBeenCalledOnce()
  })

  it('links the first cell and can be scrolled by keyboard', () => {
    renderInTheme(
      <DataTable
        caption="Spend"
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        rowHref={(row) => (row.cost ? `/t/${row.name}` : undefined)}
      />,
    )
    expect(screen.getByRole('link', { name: 'beta' }).getAttribute('href')).toBe('/t/beta')
    expect(screen.queryByRole('link', { name: 'alpha' })).toBeNull()
    expect(screen.getByRole('region', { name: 'Spend, scrollable' }).tabIndex).toBe(0)
  })
})

describe('writeCsv', () => {
  it('holds headers as shown and exact amounts, with unknown in words and negative amounts still numbers', () => {
    const exact = [...rows, { name: 'tiny', cost: '0.000000000000000001' }]
    expect(writeCsv(exact, columns)).toBe(
      'Team,Cost\nbeta,9.5\nalpha,unknown\ngamma,10.25\ndelta,-3\ntiny,0.000000000000000001\n',
    )
  })

  it.each(['=1+1', '+1', '-1+2', '@SUM(A1)'])('disarms the name %s, which a spreadsheet would run', (name) => {
    expect(writeCsv([{ name, cost: '1' }], columns)).toBe(`Team,Cost\n'${name},1\n`)
  })

  it('quotes commas, quotes and line breaks', () => {
    expect(writeCsv([{ name: 'a,"b"\nc', cost: '1' }], columns)).toBe('Team,Cost\n"a,""b""\nc",1\n')
  })
})
