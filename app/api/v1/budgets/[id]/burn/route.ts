import { getBurn } from '@/lib/budgets/burn-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getBurn)
