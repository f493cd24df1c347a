import { Html } from './html.ts';

/** A hill and a sun, as a data address: a page asks for nothing but itself. */
export const icon = new Html(
  `<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%2317475a'/%3E%3Ccircle cx='22' cy='11' r='4' fill='%23f2c14e'/%3E%3Cpath d='M0 25q8-9 16-4t16-3v14H0z' fill='%237fae6a'/%3E%3C/svg%3E">`,
);

/** Low grassland hills under the head of the page. */
export const hills = new Html(
  `<svg class="hills" viewBox="0 0 400 44" preserveAspectRatio="none" aria-hidden="true"><path class="far" d="M0 26Q60 2 130 20T262 14 400 20V44H0z"/><path class="mid" d="M0 34Q80 14 168 29T318 22 400 30V44H0z"/><path class="near" d="M0 42Q110 26 210 37T400 36V48H0z"/></svg>`,
);

/** 回纹: the meander of felt borders and door frames. */
export const meander = new Html(
  `<svg class="meander" width="100%" height="12" aria-hidden="true"><pattern id="m" width="20" height="12" patternUnits="userSpaceOnUse"><path d="M0 10.5h16v-9H5.5v5.5h6" fill="none" stroke="currentColor" stroke-width="1.5"/></pattern><rect width="100%" height="12" fill="url(#m)"/></svg>`,
);
