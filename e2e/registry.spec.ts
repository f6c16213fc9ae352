import { expect, test } from '@playwright/test'
import { authFile } from './pages'

test('forty teams with their cost centres come in by CSV, after a look at the difference', async ({ page }) => {
  await page.goto('/settings/teams')
  const mark = `fleet-${Date.now().toString(36).slice(-5)}`
  const rows = Array.from({ length: 40 }, (_, index) => `${mark}-${index + 1};Fleet team ${index + 1};${mark}-cc;Fleet`)
  await page.getByRole('button', { name: 'Import CSV' }).click()
  const drawer = page.getByRole('dialog', { name: 'Import CSV' })
  // A bad row among them is named and left out; the others go in.
  const csv = ['Slug;Name;CostCenter;Cost centre name', ...rows, 'Fleet Team;Free-form;;'].join('\r\n')
  await drawer.getByLabel('Or paste it').fill(csv)
  await drawer.getByRole('button', { name: 'Compare' }).click()
  await expect(drawer.getByText('40 added')).toBeVisible()
  await expect(drawer.getByRole('list', { name: 'Refused, and left out' })).toContainText('for example fleet-team')
  await expect(drawer.getByRole('list', { name: 'Added' })).toContainText(`new cost centre: ${mark}-cc Fleet`)
  await drawer.getByRole('button', { name: 'Apply 40 rows' }).click()
  await expect(drawer).toBeHidden()

  await page.getByRole('searchbox', { name: 'Search by name or code' }).fill(mark)
  const table = page.getByRole('table', { name: 'Teams' })
  await expect(table.getByRole('row')).toHaveCount(41)
  await table.getByRole('button', { name: `${mark}-7`, exact: true }).click()
  const team = page.getByRole('dialog', { name: `${mark}-7` })
  await expect(team.getByRole('list', { name: 'Cost centre over time' })).toContainText(`Fleet (${mark}-cc)`)
  await expect(team.getByRole('list', { name: 'Changes' })).toContainText('registry.import')
})

test('a service is moved to another team from a day on', async ({ page, request, baseURL }) => {
  const slug = `mover-${Date.now().toString(36).slice(-5)}`
  const made = await request.post('/api/v1/services', {
    data: { slug, name: 'Mover', team: 'search' },
    headers: { origin: String(baseURL) },
  })
  expect(made.status()).toBe(201)
  await page.goto(`/settings/teams?tab=services&open=${slug}`)
  const drawer = page.getByRole('dialog', { name: slug })
  await expect(drawer.getByRole('list', { name: 'Team over time' })).toContainText('Search (search)')
  await drawer.getByLabel('Team', { exact: true }).fill('growth')
  await page.getByRole('option', { name: 'Growth (growth)' }).click()
  await expect(drawer.getByRole('list', { name: 'History after the change' })).toContainText('growth')
  await drawer.getByRole('button', { name: 'Change history' }).click()
  await expect(drawer).toBeHidden()
  const { mappings } = await (await request.get(`/api/v1/mappings?kind=service_team&member=${slug}`)).json()
  expect(mappings.map(({ team }: { team: string }) => team)).toEqual(['search', 'growth'])
})

test.describe('an engineer', () => {
  test.use({ storageState: authFile('engineer') })

  test('looks at the registry, changes nothing and sees nobody else’s dollars', async ({ page }) => {
    await page.goto('/settings/teams')
    await expect(page.getByRole('button', { name: 'support-ops' })).toBeVisible()
    await expect(page.getByRole('button', { name: /Import CSV|Add team/ })).toHaveCount(0)
    await expect(page.getByRole('tab', { name: /Not registered/ })).toHaveCount(0)
  })
})
