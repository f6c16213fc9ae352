/** What people see while Next starts or restarts: it needs no script, no font and no other request, and reloads itself. */
export function startingPage(retryAfterSeconds: number): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="${retryAfterSeconds}">
<title>Starting · Ascribe</title>
<style>body{margin:0;min-height:100vh;display:grid;place-content:center;text-align:center;font:16px/1.5 system-ui,sans-serif}h1{font-size:1.25rem;margin:0}p{margin:.5rem 0 0}</style>
</head>
<body><main><h1>Ascribe is starting</h1><p>This page reloads by itself.</p></main></body>
</html>`
  return new Response(html, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': String(retryAfterSeconds),
    },
  })
}
