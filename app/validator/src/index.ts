export { runValidatorCommand, type ValidatorCommandOptions, validatorCommand } from "./command.js";
export { StateFileError } from "./state.js";
export {
  DEFAULT_DETERMINISTIC_TIMESTAMP,
  type LogEntry,
  type ProgramToLoad,
  startValidator,
  type Validator,
  type ValidatorOptions,
} from "./validator.js";
