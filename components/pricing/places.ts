/** The page of a model. Names hold slashes, colons and at signs: each part is encoded, slashes stay. */
export function modelHref(provider: string, model: string): string {
  return `/pricing/${encodeURIComponent(provider)}/${model.split('/').map(encodeURIComponent).join('/')}`
}

/** The estimator with a model on its first side. */
export function estimateHref(provider: string, model: string): string {
  return `/pricing/estimate?${new URLSearchParams({ a_provider: provider, a_model: model, b_provider: provider, b_model: model })}`
}

/** A draft's page. */
export function draftHref(id: string): string {
  return `/pricing/draft?draft=${id}`
}

/** The pages of pricing, in order. */
export const pricingPlaces = [
  { href: '/pricing', label: 'Models' },
  { href: '/pricing/estimate', label: 'Estimate' },
  { href: '/pricing/terms', label: 'Contract terms' },
  { href: '/pricing/versions', label: 'Versions' },
  { href: '/pricing/draft', label: 'Draft' },
] as const
