import { NotFound } from '@/components/shell/not-found'

export default function NotFoundInShell() {
  return <NotFound />
}
