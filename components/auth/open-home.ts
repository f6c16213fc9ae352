/** Loads the landing page anew: nothing that this tab still holds of whoever was signed in before may stand on it. */
export function openHome(): void {
  window.location.replace('/')
}
