import { postBudgetImport } from '@/lib/budgets/handlers'
import { mount } from '@/lib/http/mount'

export const POST = mount(postBudgetImport)
