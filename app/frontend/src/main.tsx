import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "react-redux";
import { App } from "./app.tsx";
import { makeStore } from "./store.ts";
import "./styles.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id 'root': add it again");

createRoot(root).render(
  <StrictMode>
    <Provider store={makeStore()}>
      <App path={window.location.pathname} />
    </Provider>
  </StrictMode>,
);
