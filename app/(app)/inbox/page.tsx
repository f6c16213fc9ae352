import { InboxScreen } from '@/components/inbox/inbox-screen'
import { loadInboxPage } from '@/lib/inbox/loaders'

export const metadata = { title: 'Inbox' }

export default async function InboxPage() {
  return <InboxScreen {...(await loadInboxPage())} />
}
