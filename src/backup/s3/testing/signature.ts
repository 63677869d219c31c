import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

export interface Access {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** Signature Version 4 of a request to S3, computed after AWS' description of it and not with the library that signed. */
export function isSigned(request: IncomingMessage, body: Buffer, access: Access): boolean {
  const { headers, method = "", url = "" } = request;
  const [, id, day = "", region = "", names = "", signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    ) ?? [];
  if (id !== access.accessKeyId || region !== access.region) return false;
  if (headers["x-amz-content-sha256"] !== sha(body)) return false;
  if (!["host", "x-amz-content-sha256", "x-amz-date"].every((name) => names.split(";").includes(name)))
    return false;
  const [path = "", query = ""] = url.split("?");
  const sorted = query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => (pair.includes("=") ? pair : `${pair}=`))
    .toSorted();
  const lines = names.split(";").map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, path, sorted.join("&"), lines.join(""), names, sha(body)].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha(Buffer.from(canonical))].join("\n");
  const dated = mac(mac(mac(mac(`AWS4${access.secretAccessKey}`, day), region), "s3"), "aws4_request");
  return mac(dated, toSign).toString("hex") === signature;
}

function sha(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function mac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
