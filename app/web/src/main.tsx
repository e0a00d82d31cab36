import { createRoot } from "react-dom/client";
import { App } from "./app.js";

// A build of its own: the published page has no keys, and nothing that makes them.
if (import.meta.env.MODE === "development-wallet") {
  const { installDevelopmentWallet } = await import("./wallet/development.js");
  installDevelopmentWallet();
}

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(<App />);
}
