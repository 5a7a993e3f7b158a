import { onHost, type Scenario } from "./scenario.ts";

const file = "/etc/ssh/ssh_host_ed25519_key";

const apply = `set -e
[ -e ${file}.pinned ] || cp -p ${file} ${file}.pinned
rm -f ${file}
ssh-keygen -q -t ed25519 -N '' -f ${file}
systemctl restart ssh`;

const undo = `set -e
[ -e ${file}.pinned ] || exit 0
mv ${file}.pinned ${file}
ssh-keygen -y -f ${file} >${file}.pub
systemctl restart ssh`;

export const key: Scenario = {
  name: "key",
  summary: "present a different host key from the pinned one, like an impostor",
  apply: () => [onHost(apply)],
  undo: () => [onHost(undo)],
};
