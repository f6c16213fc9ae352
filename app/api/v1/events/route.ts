import { mount } from '@/lib/http/mount'
import { getEvents } from '@/lib/ingest/get-events'
import { postEvents } from '@/lib/ingest/post-events'

export const GET = mount(getEvents)
export const POST = mount(postEvents)
