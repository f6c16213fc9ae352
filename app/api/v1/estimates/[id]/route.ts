import { deleteEstimate } from '@/lib/attribution/estimates/handlers'
import { mount } from '@/lib/http/mount'

export const DELETE = mount(deleteEstimate)
