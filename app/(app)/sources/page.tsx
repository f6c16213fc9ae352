import { SourcesScreen } from '@/components/sources/sources-screen'
import { loadSourcesPage } from '@/lib/sources/loaders'

export const metadata = { title: 'Sources' }

export default async function SourcesPage() {
  return <SourcesScreen {...(await loadSourcesPage())} />
}
