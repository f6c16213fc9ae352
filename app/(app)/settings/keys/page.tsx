import type { Metadata } from 'next'
import { KeysScreen } from '@/components/keys/keys-screen'
import { loadKeysPage } from '@/lib/keys/loaders'

export const metadata: Metadata = { title: 'API keys' }

export default async function KeysPage() {
  return <KeysScreen {...(await loadKeysPage())} />
}
