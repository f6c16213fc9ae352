import { mount } from '@/lib/http/mount'
import { getContract } from '@/lib/ingest/get-contract'

export const GET = mount(getContract)
