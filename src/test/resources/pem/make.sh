#!/bin/sh
# How these files were made, once, by openssl 3: a pair of each kind that people bring. They protect nothing.
set -e
names='subjectAltName=DNS:localhost,DNS:porch.example.org,IP:127.0.0.1'
days='-days 36500'
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.pem $days -subj /CN=ec -addext "$names"
(openssl ecparam -name prime256v1; openssl ec -in ec.key) >ec-old.key
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem $days -subj /CN=ca
openssl req -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.csr -subj /CN=rsa
echo "$names" >rsa.ext
openssl x509 -req -in rsa.csr -CA ca.pem -CAkey ca.key -set_serial 2 $days -extfile rsa.ext -out rsa-alone.pem
cat rsa-alone.pem ca.pem >rsa.pem
cat rsa-alone.pem ec.pem >strangers.pem
openssl rsa -in rsa.key -traditional -out rsa-old.key
openssl pkcs8 -topk8 -in rsa.key -passout pass:secret -out rsa-locked.key
openssl rsa -in rsa.key -traditional -aes128 -passout pass:secret -out rsa-old-locked.key
openssl req -x509 -newkey ed25519 -nodes -keyout ed25519.key -out ed25519.pem $days -subj /CN=ed25519 -addext "$names"
rm ca.key rsa.csr rsa.ext rsa-alone.pem
