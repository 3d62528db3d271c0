// SPDX-License-Identifier: Apache-2.0
// GET /item?name=tea answers what the catalog says of it.
'use strict';

const http = require('node:http');

const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://catalog');
  if (url.pathname !== '/item') {
    response.writeHead(url.pathname === '/healthz' ? 200 : 404).end();
    return;
  }
  const name = url.searchParams.get('name') ?? '';
  response.writeHead(200, {'content-type': 'application/json'});
  response.end(JSON.stringify({name, letters: name.length}));
});

server.listen(Number(process.env.PORT ?? 8080), () => console.log('listening'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
