/** Name of the application's database in every cluster, case-sensitive. */
export const databaseName = "TovPlay";
