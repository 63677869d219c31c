/** Given names by administrative gender, common across the communities of the United States. */
export const GIVEN_NAMES: Readonly<Record<"female" | "male", readonly string[]>> = {
  female: words(`
    Maria Ava Linda Aaliyah Mei Priscilla Sofia Barbara Fatima Grace Keisha Hannah Lakshmi Rosa
    Naomi Ingrid Ximena Olivia Tamika Susan Yuki Carmen Deborah Amina Leilani Ruth Guadalupe Emma
    Nadia Patricia Thuy Dolores Charlotte Shanice Anjali Beatriz Helen Zainab Joanna Winona Camila
    Margaret Esperanza Soo-jin Abigail Renee Isabella Kamala Theresa Imani Lucia Evelyn Noor
    Gabriela Dorothy Mia Chloe Rania
  `),
  male: words(`
    James Jose Malik Wei Robert Arjun Liam Carlos Ahmed Noah DeShawn Michael Hiroshi Miguel Samuel
    Lars Diego William Terrence Kofi Minh Ethan Rafael Ibrahim Thomas Kai Luis Daniel Omar Charles
    Sanjay Antonio Henry Marcus Vikram Alejandro Joseph Yusuf Peter Chayton Mateo George Javier
    Min-jun Benjamin Andre Elijah Rohan Frank Jamal Leonardo Walter Tariq Sebastian Raymond Lucas
    Owen Nikolai
  `),
};

/** Surnames, the most frequent first: drawn by Zipf's law, so that strangers share a name. */
export const SURNAMES: readonly string[] = words(`
    Smith Garcia Johnson Nguyen Williams Brown Martinez Patel Jones Davis Kim Rodriguez Miller
    Lopez Wilson Hernandez Anderson Chen Thomas Gonzalez Taylor Moore Jackson Perez Martin Lee
    Thompson White Sanchez Harris Clark Ramirez Lewis Robinson Walker Young Allen King Wright
    Torres Khan Hill Flores Green Adams Nelson Baker Rivera Campbell Mitchell Carter Roberts Okafor
    Phillips Evans Turner Parker Edwards Collins Stewart Morris Singh Murphy Cook Rogers Morgan
    Peterson Cooper Reed Bailey Bell Gomez Kelly Howard Ward Cox Diaz Richardson Wood Watson Brooks
    Bennett Gray James Reyes Cruz Hughes Price Myers Long Foster Sanders Ross Morales Powell
    Sullivan Russell Ortiz Jenkins Gutierrez Perry Butler Barnes Fisher Yamamoto Hassan Begay
    Kowalski Lindqvist Abramov Delacroix Mensah Rosenfeld Kealoha Haddad Tran Osei Petrov Moreau
    Yazzie
  `);

/** Occupations told to the front desk. */
export const OCCUPATIONS: readonly string[] = [
  "teacher",
  "carpenter",
  "retired machinist",
  "bus driver",
  "accountant",
  "farm worker",
  "librarian",
  "electrician",
  "chef",
  "warehouse lead",
  "graphic designer",
  "police officer",
  "home health aide",
  "student",
  "software tester",
];

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
