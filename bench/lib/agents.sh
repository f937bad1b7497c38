# shellcheck shell=bash
# What benchmarks of the agent need: . agents.sh

free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }

# agent_certificates DIR: an authority (ca.crt) and an agent on loopback of it (agent.crt, agent.key).
agent_certificates() (
  cd "$1"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -days 2 -subj /CN=bench 2>/dev/null
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout agent.key -out agent.csr -subj /CN=agent 2>/dev/null
  printf 'subjectAltName=IP:127.0.0.1\n' >san
  openssl x509 -req -in agent.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out agent.crt -days 2 -extfile san 2>/dev/null
  chmod 600 agent.key
)
