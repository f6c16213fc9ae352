'use server'

import { act } from '@/lib/http/act'
import { acknowledgeAll, acknowledgeNotification } from './commands'

export async function acknowledgeNotificationAction(input: { id: string }) {
  return act(acknowledgeNotification, input)
}

export async function acknowledgeAllAction(input: Record<string, never>) {
  return act(acknowledgeAll, input)
}
