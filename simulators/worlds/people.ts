import type { WorldUser } from './cmdb-shape.ts';

const firstNames = [
  'Amara',
  'Bruno',
  'Chiara',
  'Dmitri',
  'Elena',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Keiko',
  'Lars',
];
const lastNames = [
  'Abbott',
  'Brandt',
  'Costa',
  'Duarte',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ivanova',
  'Jensen',
  'Kaplan',
];

/** One chief, one head per sector who reports to the chief, and `perSector` owners who report to the head. */
export function planPeople(sectors: readonly string[], perSector: number): WorldUser[] {
  const chief: WorldUser = { name: 'Margaret Okafor', department: 'Office of the CIO', manager: '' };
  const teams = sectors.flatMap((sector, index) => {
    const first = index * (perSector + 1);
    const head: WorldUser = {
      name: nameOf(first),
      department: departmentOf(sector),
      manager: chief.name,
    };
    const owners = Array.from({ length: perSector }, (_, place) => ({
      name: nameOf(first + place + 1),
      department: departmentOf(sector),
      manager: head.name,
    }));
    return [head, ...owners];
  });
  return [chief, ...teams];
}

/** Those who may own a service of the sector: its people without its head. */
export function ownersOf(users: readonly WorldUser[], sector: string): WorldUser[] {
  return users.filter((user) => user.department === departmentOf(sector)).slice(1);
}

function departmentOf(sector: string): string {
  return `${sector} IT`;
}

/** 12 and 11 share no divisor: 132 people before a name repeats. */
function nameOf(index: number): string {
  return `${firstNames[index % firstNames.length]} ${lastNames[index % lastNames.length]}`;
}
