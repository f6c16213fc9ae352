'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import type { addAliasSchema } from '@/lib/registry/aliases'
import { businessUnitCommands, productLineCommands } from '@/lib/registry/commands'
import type { FileKind } from '@/lib/registry/files/columns'
import type { createProjectSchema, createProviderKeySchema, createServiceSchema, mapMemberSchema } from '@/lib/registry/schema'
import type { SeenKind } from '@/lib/registry/search-params'
import { acceptSeen } from './accept-command'
import { addAlias, removeAlias } from './alias-commands'
import { projectCommands, providerKeyCommands, serviceCommands } from './entry-commands'
import { importFile, previewImport } from './import-command'
import { mapMember } from './map-command'
import { mergeEntries, type mergeSchema } from './merge-command'

export async function createProjectAction(input: z.input<typeof createProjectSchema>) {
  return act(projectCommands.create, input)
}

export async function createServiceAction(input: z.input<typeof createServiceSchema>) {
  return act(serviceCommands.create, input)
}

export async function createProviderKeyAction(input: z.input<typeof createProviderKeySchema>) {
  return act(providerKeyCommands.create, input)
}

export async function createProductLineAction(input: { slug: string; name: string }) {
  return act(productLineCommands.create, input)
}

const plainCommands = {
  business_unit: businessUnitCommands,
  project: projectCommands,
  product_line: productLineCommands,
  service: serviceCommands,
  provider_key: providerKeyCommands,
} as const

/** The kinds that are renamed, archived and restored in the same way. */
type PlainKind = keyof typeof plainCommands

export async function renameEntryAction({ kind, ...input }: { kind: PlainKind; id: string; name: string }) {
  return act(plainCommands[kind].rename, input)
}

export async function archiveEntryAction({ kind, id }: { kind: PlainKind; id: string }) {
  return act(plainCommands[kind].archive, { id })
}

export async function restoreEntryAction({ kind, id }: { kind: PlainKind; id: string }) {
  return act(plainCommands[kind].restore, { id })
}

export async function mapMemberAction(input: z.input<typeof mapMemberSchema>) {
  return act(mapMember, input)
}

export async function mergeEntriesAction(input: z.input<typeof mergeSchema>) {
  return act(mergeEntries, input)
}

export async function addAliasAction(input: z.input<typeof addAliasSchema>) {
  return act(addAlias, input)
}

export async function removeAliasAction(input: { id: string }) {
  return act(removeAlias, input)
}

export async function acceptSeenAction(input: { kind: SeenKind; names: string[] }) {
  return act(acceptSeen, input)
}

export async function previewImportAction(input: { kind: FileKind; csv: string }) {
  return act(previewImport, input)
}

export async function importFileAction(input: { kind: FileKind; csv: string; fingerprint: string }) {
  return act(importFile, input)
}
