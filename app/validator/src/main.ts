import { runValidatorCommand, type ValidatorCommandOptions, validatorCommand } from "./command.js";

await validatorCommand("securities-validator")
  .action(async (options: ValidatorCommandOptions) => {
    await runValidatorCommand(options);
  })
  .parseAsync();
