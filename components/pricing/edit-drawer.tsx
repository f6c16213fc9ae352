'use client'

import { usePathname, useRouter } from 'next/navigation'
import { notifyDone } from '@/components/settings/notify'
import { SideDrawer } from '@/components/settings/side-drawer'
import type { SideDrawerState } from '@/components/settings/use-side-drawer'
import type { EditingData } from '@/lib/pricing/loaders'
import type { PriceSetDocument } from '@/lib/pricing/price-book-document'
import type { TermRow } from '@/lib/pricing/queries/terms'
import { EndTermForm } from './end-term-form'
import { ModelForm } from './model-form'
import { NameForm } from './name-form'
import { PickModelForm } from './pick-model-form'
import { draftHref } from './places'
import { PriceForm } from './price-form'
import { TermForm } from './term-form'

/** One edit of a draft, with what it is about. */
export type DraftEdit =
  | { kind: 'model' }
  | { kind: 'name' }
  | { kind: 'pick-model' }
  | {
      kind: 'price'
      provider: string
      model: string
      prices: readonly PriceSetDocument[]
      /** The price to start from; null: the first. */
      chosen: { tier: string; window: string; from: string | null } | null
    }
  | { kind: 'term' }
  | { kind: 'end-term'; term: Pick<TermRow, 'id' | 'kind' | 'value' | 'provider'> }

/** What every form of an edit is given. */
export interface EditFormProps {
  draftId: string | null
  providers: EditingData['providers']
  onCancel: () => void
  /** Called with the draft that holds the edit, and what was done in words. */
  onDone: (draftId: string, message: string) => void
}

const titles: Record<DraftEdit['kind'], string> = {
  model: 'Add a model',
  name: 'Map a name to a model',
  'pick-model': 'Change the price of a model',
  price: 'Change price',
  term: 'Add a contract term',
  'end-term': 'End a contract term',
}

interface EditDrawerProps {
  drawer: SideDrawerState<DraftEdit> & { close: () => void }
  editing: EditingData
}

/** Where a draft is edited from any page of pricing. What is done is then seen in the draft. */
export function EditDrawer({ drawer, editing }: EditDrawerProps) {
  const router = useRouter()
  const pathname = usePathname()
  const { subject } = drawer
  const form: EditFormProps = {
    draftId: editing.draftId,
    providers: editing.providers,
    onCancel: drawer.close,
    onDone: (draftId, message) => {
      drawer.close()
      notifyDone(message)
      if (pathname !== '/pricing/draft' || editing.draftId !== draftId) router.push(draftHref(draftId))
    },
  }
  return (
    <SideDrawer
      opened={drawer.opened}
      onClose={drawer.close}
      title={subject?.kind === 'price' ? `Change price: ${subject.model}` : subject ? titles[subject.kind] : ''}
    >
      {subject && <EditForm key={drawer.opening} edit={subject} form={form} />}
    </SideDrawer>
  )
}

function EditForm({ edit, form }: { edit: DraftEdit; form: EditFormProps }) {
  switch (edit.kind) {
    case 'model':
      return <ModelForm {...form} />
    case 'name':
      return <NameForm {...form} />
    case 'pick-model':
      return <PickModelForm {...form} />
    case 'price':
      return <PriceForm {...form} {...edit} />
    case 'term':
      return <TermForm {...form} />
    case 'end-term':
      return <EndTermForm {...form} term={edit.term} />
  }
}
