import { kindFacts, type MappingKind, mappingKinds, mappingsOf, type RegistryKind } from '../kinds'
import type { FileKind } from './columns'
import { type ImportPlan, planRows } from './plan'
import { planEntryRow } from './plan-entries'
import { nameAlias, nameMapping, planAliasRow, planMappingRow } from './plan-others'
import type { FileContent } from './read-file'
import type { RegistryState } from './state'

/** What must be read of the registry for a file of a kind. */
export function needsOf(kind: FileKind): { kinds: readonly RegistryKind[]; mappings: readonly MappingKind[] } {
  if (kind === 'alias') return { kinds: ['team', 'cost_center', 'project', 'service'], mappings: [] }
  if (kind === 'mapping') return { kinds: [], mappings: mappingKinds }
  return { kinds: [kind], mappings: mappingsOf(kind) }
}

/** What a file of a kind would do to the registry. */
export function planImport(kind: FileKind, state: RegistryState, content: FileContent): ImportPlan {
  if (kind === 'alias') return planRows(state, content, planAliasRow, nameAlias, 'alias')
  if (kind === 'mapping') return planRows(state, content, planMappingRow, nameMapping, 'kind')
  const { codeField } = kindFacts[kind]
  return planRows(
    state,
    content,
    (draft, cells) => planEntryRow(kind, draft, cells),
    (cells) => cells[codeField] ?? '',
    codeField,
  )
}
