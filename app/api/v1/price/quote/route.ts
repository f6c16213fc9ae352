import { mount } from '@/lib/http/mount'
import { postQuote } from '@/lib/pricing/quote-handler'

export const POST = mount(postQuote)
