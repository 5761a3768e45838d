using System.Text;
using System.Text.Json;

namespace Marketplace.Tron.Devnet;

/// <summary>What TronWeb asks of contracts: their description, a call without a transaction, and the transaction of a call.</summary>
internal sealed class ContractApi(TransactionDrafts drafts)
{
    private const string NotThere = "Smart contract is not exist.";

    internal static byte[] Describe(NodeRequest request)
    {
        if (!request.TryAddress("value", out var address) || TokenMachine.All.FirstOrDefault(token => token.Address == address) is not { } contract)
        {
            return "{}"u8.ToArray();
        }

        return NodeApi.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("origin_address", DevChain.FaucetKey.Address.ToHex());
            json.WriteString("contract_address", contract.Address.ToHex());
            json.WritePropertyName("abi");
            json.WriteRawValue(contract == TokenMachine.Router ? TokenAbi.RouterJson : TokenAbi.Json);
            json.WriteString("bytecode", "");
            json.WriteNumber("consume_user_resource_percent", 100);
            json.WriteString("name", contract.Name);
            json.WriteNumber("origin_energy_limit", 10_000_000);
            json.WriteEndObject();
        });
    }

    internal byte[] CallConstant(NodeEndpoint node, NodeRequest request)
    {
        if (Read(request) is not { } call)
        {
            return NodeApi.Error("class java.lang.IllegalArgumentException : invalid param");
        }

        if (node.Chain.Call(call, long.MaxValue) is not { } run)
        {
            return Refused("CONTRACT_VALIDATE_ERROR", $"Contract validate error : {NotThere}");
        }

        return NodeApi.Write(json =>
        {
            json.WriteStartObject();
            WriteResult(json, run.Message);
            json.WriteNumber("energy_used", run.Energy);
            json.WriteStartArray("constant_result");
            json.WriteStringValue(run.Output);
            json.WriteEndArray();
            json.WriteStartObject("transaction");
            json.WriteStartArray("ret");
            json.WriteStartObject();
            if (run.Result != TokenRun.Success)
            {
                json.WriteString("ret", "FAILED");
            }

            json.WriteEndObject();
            json.WriteEndArray();
            drafts.Write(json, node, call, request);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    internal byte[] BuildCall(NodeEndpoint node, NodeRequest request)
    {
        if (Read(request) is not { } call)
        {
            return NodeApi.Error("class java.lang.IllegalArgumentException : invalid param");
        }

        if (TokenMachine.All.All(token => token.Address != call.Contract))
        {
            return Refused("CONTRACT_VALIDATE_ERROR", "Contract validate error : No contract or not a valid smart contract");
        }

        return NodeApi.Write(json =>
        {
            json.WriteStartObject();
            WriteResult(json);
            json.WriteStartObject("transaction");
            drafts.Write(json, node, call, request, request.Number("fee_limit"));
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>The energy of a call that is run and taken back. Unlike its brothers it answers every refusal within <c>result</c>, without the usual prefix.</summary>
    internal static byte[] EstimateEnergy(NodeEndpoint node, NodeRequest request)
    {
        foreach (var field in (string[])["owner_address", "contract_address"])
        {
            if (request.Text(field) is null or "")
            {
                return Refused("OTHER_ERROR", $"class java.security.InvalidParameterException : {field} isn't set.");
            }
        }

        if (Read(request) is not { } call || node.Chain.Call(call, long.MaxValue) is not { } run)
        {
            return Refused("CONTRACT_VALIDATE_ERROR", NotThere);
        }

        return NodeApi.Write(json =>
        {
            json.WriteStartObject();
            WriteResult(json, run.Message);
            NodeJson.WriteNumber(json, "energy_required", run.Result == TokenRun.Success ? run.Energy : 0);
            json.WriteEndObject();
        });
    }

    /// <summary>The call data is given whole, or as a function's signature and its encoded arguments.</summary>
    private static TriggerSmartContract? Read(NodeRequest request)
    {
        if (!request.TryAddress("owner_address", out var owner) || !request.TryAddress("contract_address", out var contract))
        {
            return null;
        }

        var arguments = request.Bytes("parameter");
        var data = request.Text("function_selector") is { Length: > 0 } function && arguments is not null
            ? [.. TokenAbi.Selector(function), .. arguments]
            : request.Bytes("data");
        return data is null ? null : new TriggerSmartContract(owner, contract, data) { CallValueSun = request.Number("call_value") };
    }

    private static void WriteResult(Utf8JsonWriter json, string message = "")
    {
        json.WriteStartObject("result");
        json.WriteBoolean("result", true);
        if (message.Length > 0)
        {
            json.WriteString("message", NodeJson.Hex(message));
        }

        json.WriteEndObject();
    }

    private static byte[] Refused(string code, string text) => NodeApi.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("result");
        json.WriteString("code", code);
        json.WriteString("message", NodeJson.Hex(text));
        json.WriteEndObject();
        json.WriteEndObject();
    });
}

/// <summary>The interface of a TRC-20 token, as <c>getcontract</c> shows it.</summary>
internal static class TokenAbi
{
    internal static string Json { get; } = "{\"entrys\":["
        + string.Join(',',
            Function("name", "", "string", reads: true),
            Function("symbol", "", "string", reads: true),
            Function("decimals", "", "uint8", reads: true),
            Function("totalSupply", "", "uint256", reads: true),
            Function("balanceOf", "address owner", "uint256", reads: true),
            Function("allowance", "address owner,address spender", "uint256", reads: true),
            Function("transfer", "address to,uint256 value", "bool", reads: false),
            Function("approve", "address spender,uint256 value", "bool", reads: false),
            Function("transferFrom", "address from,address to,uint256 value", "bool", reads: false),
            "{\"name\":\"Transfer\",\"type\":\"Event\",\"inputs\":[{\"indexed\":true,\"name\":\"from\",\"type\":\"address\"},"
            + "{\"indexed\":true,\"name\":\"to\",\"type\":\"address\"},{\"name\":\"value\",\"type\":\"uint256\"}]}")
        + "]}";

    internal static string RouterJson { get; } = "{\"entrys\":["
        + string.Join(',',
            Function("pay", "address token,address to,uint256 amount", "bool", reads: false),
            Function("split", "address token,address first,address second,uint256 each", "bool", reads: false),
            "{\"name\":\"Paid\",\"type\":\"Event\",\"inputs\":[{\"indexed\":true,\"name\":\"payer\",\"type\":\"address\"},"
            + "{\"indexed\":true,\"name\":\"token\",\"type\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\"}]}")
        + "]}";

    /// <summary>The first four bytes of the Keccak-256 of a function's signature.</summary>
    internal static byte[] Selector(string function) => TronHash.Keccak256(Encoding.ASCII.GetBytes(function)).AsSpan(0, 4).ToArray();

    private static string Function(string name, string inputs, string output, bool reads)
    {
        var parameters = inputs.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(input => input.Split(' '))
            .Select(input => $"{{\"name\":\"{input[1]}\",\"type\":\"{input[0]}\"}}");
        var state = reads ? "\"constant\":true,\"stateMutability\":\"View\"" : "\"stateMutability\":\"Nonpayable\"";
        return $"{{\"name\":\"{name}\",\"type\":\"Function\",{state},\"inputs\":[{string.Join(',', parameters)}],\"outputs\":[{{\"type\":\"{output}\"}}]}}";
    }
}
