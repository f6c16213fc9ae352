import { getBudgets, postBudget } from '@/lib/budgets/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getBudgets)
export const POST = mount(postBudget)
