import { mount } from '@/lib/http/mount'
import { getPriceModels } from '@/lib/pricing/handlers'

export const GET = mount(getPriceModels)
