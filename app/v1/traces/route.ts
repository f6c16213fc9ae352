import { mount } from '@/lib/http/mount'
import { postTraces } from '@/lib/ingest/otlp/post-traces'

export const POST = mount(postTraces)
