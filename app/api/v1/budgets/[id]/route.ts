import { getBudget, patchBudget } from '@/lib/budgets/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getBudget)
export const PATCH = mount(patchBudget)
