/** The metadata of this decision point (AuthZEN section 9), at `/.well-known/authzen-configuration`. */
export function metadataOf(baseUrl: string, accessRequestUrl: string | null | undefined) {
  const at = (path: string): string => `${baseUrl}/access/v1/${path}`;
  return {
    policy_decision_point: baseUrl,
    access_evaluation_endpoint: at("evaluation"),
    access_evaluations_endpoint: at("evaluations"),
    search_subject_endpoint: at("search/subject"),
    search_resource_endpoint: at("search/resource"),
    search_action_endpoint: at("search/action"),
    obligations_supported: ["custom"],
    ...(accessRequestUrl
      ? {
          access_request_endpoint: accessRequestUrl,
          capabilities: ["urn:openid:authzen:capability:access-request"],
        }
      : {}),
  };
}
