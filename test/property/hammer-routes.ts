/** The addresses of the API, as its OpenAPI document has them. `isPage`: a browser is answered in HTML. */
export interface Route {
  readonly template: string;
  readonly method: 'GET' | 'POST';
  readonly isPage: boolean;
}

const get = (template: string, isPage = false): Route => ({ template, method: 'GET', isPage });

export const routes: readonly Route[] = [
  get('/01/{gtin}', true),
  get('/01/{gtin}/10/{lot}', true),
  get('/tell/{receipt}', true),
  get('/scan', true),
  get('/find', true),
  get('/assets/{file}'),
  get('/01/{gtin}/10/{lot}/qr.svg'),
  get('/01/{gtin}/10/{lot}/qr.png'),
  get('/api/lots/{gtin}/{lot}'),
  get('/api/lots/{gtin}/{lot}/trace'),
  get('/api/cases'),
  get('/api/certificates/{issuer}/{number}'),
  get('/api/quotas/{party}/{site}'),
  get('/api/events/{id}'),
  get('/api/jobs/{id}'),
  get('/api/alarms'),
  get('/healthz'),
  get('/readyz'),
  get('/metrics'),
  get('/openapi.json'),
  { template: '/api/events', method: 'POST', isPage: false },
];
