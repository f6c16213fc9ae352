'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import { createUser, resetPassword, revokeUserSessions, setUserDisabled, updateUser } from './commands'
import type { createUserSchema, updateUserSchema } from './schema'

export async function createUserAction(input: z.input<typeof createUserSchema>) {
  return act(createUser, input)
}

export async function updateUserAction(input: z.input<typeof updateUserSchema>) {
  return act(updateUser, input)
}

export async function setUserDisabledAction(input: { id: string; disabled: boolean }) {
  return act(setUserDisabled, input)
}

export async function resetPasswordAction(input: { id: string }) {
  return act(resetPassword, input)
}

export async function revokeUserSessionsAction(input: { id: string }) {
  return act(revokeUserSessions, input)
}
