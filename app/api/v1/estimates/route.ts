import { getEstimates, postEstimates } from '@/lib/attribution/estimates/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getEstimates)
export const POST = mount(postEstimates)
