import { mount } from '@/lib/http/mount'
import { getPriceModel } from '@/lib/pricing/handlers'

export const GET = mount(getPriceModel)
