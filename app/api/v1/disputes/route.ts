import { getDisputes, postDispute } from '@/lib/attribution/disputes/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getDisputes)
export const POST = mount(postDispute)
