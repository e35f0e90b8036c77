import { pick } from '../../../../kernel/dice.js';

export const GOODS = ['Onboarding workshop', 'Data import', 'Custom report', 'Training day'];
const COUNTRIES = ['US', 'US', 'GB', 'DE', 'DE', 'FR', 'SE', 'JP', 'CA'];
const FIRST = ['Amber', 'Birch', 'Cobalt', 'Delta', 'Ember', 'Fjord', 'Gable', 'Harrow', 'Indigo', 'Jasper'];
const SECOND = [
  'Analytics',
  'Freight',
  'Health',
  'Labs',
  'Logistics',
  'Media',
  'Robotics',
  'Studio',
  'Systems',
  'Works',
];

export function nameOf(who: number, chance: () => number): string {
  return `${pick(chance, FIRST)} ${pick(chance, SECOND)} ${who + 1}`;
}

export function anyCountry(chance: () => number): string {
  return pick(chance, COUNTRIES);
}
