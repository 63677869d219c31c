/** A made-up town with a ZIP code of its part of the country. */
export interface Town {
  readonly name: string;
  readonly state: string;
  readonly stateName: string;
  readonly zip: string;
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * The hospital's catchment. The second town lies in ZIP prefix 036, which holds no more than
 * 20,000 people, so de-identification must write it as 000 (45 CFR 164.514(b)(2)(i)(B)).
 */
export const TOWNS: readonly (readonly [weight: number, town: Town])[] = [
  [
    12,
    {
      name: "Alder Falls",
      state: "NH",
      stateName: "New Hampshire",
      zip: "03431",
      latitude: 42.933,
      longitude: -72.278,
    },
  ],
  [
    2,
    {
      name: "Quarry Hill",
      state: "NH",
      stateName: "New Hampshire",
      zip: "03608",
      latitude: 43.079,
      longitude: -72.426,
    },
  ],
  [
    5,
    {
      name: "Stonefield",
      state: "NH",
      stateName: "New Hampshire",
      zip: "03455",
      latitude: 42.894,
      longitude: -72.201,
    },
  ],
  [
    4,
    {
      name: "Westbridge",
      state: "VT",
      stateName: "Vermont",
      zip: "05301",
      latitude: 42.851,
      longitude: -72.558,
    },
  ],
];

/** Few streets, so that neighbors exist. */
export const STREETS: readonly string[] = [
  "Mill Street",
  "Elm Street",
  "Orchard Lane",
  "Quarry Road",
  "Church Street",
  "Maple Avenue",
  "River Road",
  "School Street",
  "Summit Avenue",
  "Depot Street",
  "Birch Hill Road",
  "Meadow Lane",
  "Washington Street",
  "Harbor Court",
];

export const HOSPITAL_ADDRESS = {
  line: "1 Infirmary Square",
  city: "Alder Falls",
  district: "Cheshire",
  state: "NH",
  postalCode: "03431",
  country: "US",
} as const;
