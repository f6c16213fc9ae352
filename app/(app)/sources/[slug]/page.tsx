import { SourceScreen } from '@/components/sources/source-screen'
import { loadSourcePage } from '@/lib/sources/loaders'

export const metadata = { title: 'Source' }

export default async function SourcePage({ params }: PageProps<'/sources/[slug]'>) {
  const { slug } = await params
  return <SourceScreen {...(await loadSourcePage(decodeURIComponent(slug)))} />
}
