import { mount } from '@/lib/http/mount'
import { postIngest } from '@/lib/ingest/post-ingest'

export const POST = mount(postIngest)
